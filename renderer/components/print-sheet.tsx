import './print-sheet.css'
import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'

interface Props {
  /** Stands at the top of every page. */
  readonly head?: ReactNode
  readonly children: ReactNode
}

/** A4 paper beside the page: printed instead of what is on the screen, also by the browser's own command; its head is on each page. */
export function PrintSheet({ head, children }: Props) {
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
