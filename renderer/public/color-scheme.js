// Runs before the first paint, so that a dark desk at night never flashes white. A file, because the CSP allows no inline script.
{
  let chosen = null
  try {
    chosen = localStorage.getItem('keyrack-color-scheme')
  } catch {
    // storage is closed to this page: the system's choice holds
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  document.documentElement.style.background = dark ? '#14181a' : '#f3f2ee'
}
