import './print-sheet.css'
import { type ReactNode, useEffect } from 'react'
import { createPortal } from 'react-dom'

interface Props {
  /** Stands at the top of every page. */
  readonly head?: ReactNode
  readonly children: ReactNode
  /** Printed and closed: the sheet may go. Without it, it stands ready for the browser's own print command. */
  readonly onPrinted?: () => void
}

/** A4 paper beside the page: printed instead of what is on the screen, with its head on each page. */
export function PrintSheet({ head, children, onPrinted }: Props) {
  useEffect(() => {
    if (!onPrinted) return undefined
    window.addEventListener('afterprint', onPrinted)
    const id = requestAnimationFrame(() => window.print())
    return () => {
      cancelAnimationFrame(id)
      window.removeEventListener('afterprint', onPrinted)
    }
  }, [onPrinted])
  return createPortal(
    <div className="kr-sheet" data-testid="print-sheet">
      {head === undefined ? (
        children
      ) : (
        // A table's head is what a browser repeats on each page.
        <table className="kr-sheet-pages" role="presentation">
          <thead>
            <tr>
              <td>
                <div className="kr-sheet-head">{head}</div>
              </td>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>{children}</td>
            </tr>
          </tbody>
        </table>
      )}
    </div>,
    document.body,
  )
}
