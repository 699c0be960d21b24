// Switches the appearance without a request: sets the attribute, and the cookie that the server reads next time.
const YEAR = 365 * 24 * 60 * 60;

document.addEventListener('submit', (event) => {
  const form = event.target.closest('[data-theme-switch]');
  const theme = event.submitter?.value;
  if (form === null || theme === undefined) return;
  event.preventDefault();
  document.documentElement.dataset.bsTheme = theme;
  document
    .querySelector('meta[name="color-scheme"]')
    ?.setAttribute('content', theme === 'system' ? 'light dark' : theme);
  document.cookie = `theme=${theme}; Path=/; Max-Age=${YEAR}; SameSite=Lax${location.protocol === 'https:' ? '; Secure' : ''}`;
  for (const button of form.querySelectorAll('button[name="theme"]')) {
    button.setAttribute('aria-pressed', String(button.value === theme));
  }
  document.dispatchEvent(new CustomEvent('theme:changed'));
});
