/** Shows how far the demo is: one line that changes on a terminal, a line for every quarter elsewhere. */
export function terminalProgress(out: NodeJS.WriteStream): (stage: string, share: number) => void {
  let shown = -1;
  return (stage, share) => {
    const percent = Math.floor(share * 100);
    const step = out.isTTY ? percent : Math.floor(percent / 25) * 25;
    if (step === shown) return;
    shown = step;
    const text = `Making the demo company AdventureWorks, once: ${stage}, ${step} %`;
    if (!out.isTTY) out.write(`${text}\n`);
    else out.write(`\r\u001B[2K${text}${percent >= 100 ? '\n' : ''}`);
  };
}
