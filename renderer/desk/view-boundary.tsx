import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { RefusedNote } from '../components/state-notes.tsx'

interface Props {
  readonly children: ReactNode
}

/** A view whose code did not come, or that broke, leaves the rest of the desk as it is. A class, as React wants it for that. */
export class ViewBoundary extends Component<Props, { readonly broken: boolean }> {
  override readonly state = { broken: false }

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true }
  }

  override render(): ReactNode {
    return this.state.broken ? <BrokenView /> : this.props.children
  }
}

function BrokenView() {
  const { t } = useTranslation()
  return (
    <div className="kr-page">
      <RefusedNote text={t('app.viewBroken')} onRetry={() => window.location.reload()} />
    </div>
  )
}
