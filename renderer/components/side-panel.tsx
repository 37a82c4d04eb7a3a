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
    <Drawer
      opened={opened}
      onClose={onClose}
      size={size}
      title={title}
      data-testid={testId}
      closeButtonProps={{ 'aria-label': t('app.close') }}
      classNames={{ content: 'kr-panel', header: 'kr-panel-header', title: 'kr-panel-title', body: 'kr-panel-body' }}
    >
      {children}
    </Drawer>
  )
}
