import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  readonly title: ReactNode
  readonly opened: boolean
  readonly onClose: () => void
  readonly size: number
  readonly children: ReactNode
  readonly testId: string
}

/** What stands over the view from the right: takes the focus, closes by Escape, gives the focus back. */
export function SidePanel({ title, opened, onClose, size, children, testId }: Props) {
  const { t } = useTranslation()
  return (
    <Drawer opened={opened} onClose={onClose} size={size} withCloseButton={false} padding={0} data-testid={testId}>
      {/* Mantine's own header is a <header>, which a screen reader would take for a second banner of the page. */}
      <div className="kr-panel-header">
        <Drawer.Title className="kr-panel-title">{title}</Drawer.Title>
        <Drawer.CloseButton aria-label={t('app.close')} />
      </div>
      <div className="kr-panel-body">{children}</div>
    </Drawer>
  )
}
