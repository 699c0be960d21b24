// Buttons that print the page. Without scripts the browser's own menu does it.
document.addEventListener('click', (event) => {
  if (event.target.closest('[data-print]') !== null) window.print();
});
