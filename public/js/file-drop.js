// Sends each chosen file at once, with its progress, and puts the id of what was stored into the form.
const csrf = () => document.querySelector('meta[name="csrf-token"]')?.content ?? '';
const fill = (text, values) => text.replace(/%(\w+)%/g, (whole, name) => values[name] ?? whole);

for (const drop of document.querySelectorAll('[data-file-drop]')) {
  const input = drop.querySelector('input[type="file"]');
  const zone = drop.querySelector('[data-drop-zone]');
  const list = drop.querySelector('[data-drop-files]');
  const status = drop.querySelector('[data-drop-status]');
  const needed = input.required || drop.querySelector(`input[name="${drop.dataset.name}"]`) !== null;
  const wasRequired = needed && !drop.querySelector('.field-optional');

  const problem = (text) => {
    const line = drop.querySelector('[data-drop-error]');
    line.hidden = text === '';
    line.querySelector('span').textContent = text;
  };

  const afterChange = () => {
    // The files themselves never travel with the form: their ids do.
    input.value = '';
    input.required = wasRequired && list.children.length === 0;
  };

  const send = (file) => {
    const row = drop.querySelector('[data-drop-template]').content.firstElementChild.cloneNode(true);
    const bar = row.querySelector('progress');
    row.querySelector('.drop-name').textContent = file.name;
    row
      .querySelector('[data-drop-remove]')
      .setAttribute('aria-label', fill(drop.dataset.textRemove, { name: file.name }));
    bar.setAttribute('aria-label', file.name);
    list.append(row);

    const request = new XMLHttpRequest();
    row.addEventListener('drop:removed', () => request.abort());
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      bar.value = Math.floor((loaded / Math.max(total, 1)) * 100);
      const words = fill(drop.dataset.textProgress, { name: file.name, percent: `${bar.value} %` });
      bar.setAttribute('aria-valuetext', words);
    });
    request.addEventListener('loadend', () => {
      if (!row.isConnected) return;
      const answer = parsed(request.responseText);
      if (request.status === 201 && typeof answer?.attachment?.id === 'string') {
        bar.replaceWith(hidden(drop.dataset.name, answer.attachment.id));
        status.textContent = fill(drop.dataset.textDone, { name: file.name });
      } else {
        row.remove();
        problem([fill(drop.dataset.textFailed, { name: file.name }), answer?.detail ?? ''].join(' ').trim());
      }
      afterChange();
    });
    const body = new FormData();
    body.append('file', file);
    request.open('POST', drop.dataset.fileDrop);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('X-CSRF-Token', csrf());
    request.send(body);
  };

  const take = (files) => {
    problem('');
    for (const file of files) {
      if (list.children.length >= Number(drop.dataset.maxFiles)) problem(drop.dataset.textMany);
      else if (file.size > Number(drop.dataset.maxBytes)) problem(fill(drop.dataset.textLarge, { name: file.name }));
      else send(file);
    }
    afterChange();
  };

  input.addEventListener('change', () => take([...input.files]));
  zone.addEventListener('dragover', (event) => {
    event.preventDefault();
    zone.classList.add('drop-over');
  });
  zone.addEventListener('dragleave', () => zone.classList.remove('drop-over'));
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    zone.classList.remove('drop-over');
    take([...event.dataTransfer.files]);
  });
  drop.addEventListener('click', (event) => {
    const row = event.target.closest('[data-drop-remove]')?.closest('.drop-file');
    if (row === null || row === undefined) return;
    row.remove();
    row.dispatchEvent(new CustomEvent('drop:removed'));
    afterChange();
    input.focus();
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hidden(name, value) {
  const field = document.createElement('input');
  Object.assign(field, { type: 'hidden', name, value });
  return field;
}
