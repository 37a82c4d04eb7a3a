/** A key on its cap, beside the control that it works; spoken through `aria-keyshortcuts` of that control instead. */
export function Shortcut({ keys }: { keys: string }) {
  return (
    <kbd className="kr-kbd" aria-hidden>
      {keys}
    </kbd>
  )
}
