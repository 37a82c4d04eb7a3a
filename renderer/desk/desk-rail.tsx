import { UnstyledButton } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Shortcut } from '../components/shortcut.tsx'
import { valueOf } from '../data/shown.ts'
import { useDeskQuery } from '../data/use-desk-query.ts'
import { useScreen } from '../stores/screen-store.ts'
import { VIEWS } from './views.ts'

/** The way between the views, and to what needs a person. */
export function DeskRail() {
  const { t } = useTranslation()
  const { view, show } = useScreen()
  return (
    <nav aria-label={t('header.views')} className="kr-rail">
      {VIEWS.map(({ name, Icon, keys }) => (
        <UnstyledButton
          key={name}
          className="kr-rail-item"
          aria-current={view === name ? 'page' : undefined}
          aria-keyshortcuts={keys}
          data-testid={`view-${name}`}
          title={t(`viewHint.${name}`)}
          onClick={() => show(name)}
        >
          <Icon size={20} stroke={1.6} aria-hidden />
          <span>{t(`view.${name}`)}</span>
          <Shortcut keys={keys} />
        </UnstyledButton>
      ))}
      <NeedsYou />
    </nav>
  )
}

function NeedsYou() {
  const { t } = useTranslation()
  const open = useScreen((state) => state.open)
  const count = valueOf(useDeskQuery('sync.badge', {}))?.needsYou ?? 0
  return (
    <UnstyledButton
      className="kr-rail-item kr-needs-you"
      data-testid="exceptions-open"
      data-count={count}
      aria-keyshortcuts="n"
      onClick={() => open({ kind: 'needsYou' })}
    >
      <IconAlertTriangle size={20} stroke={1.6} aria-hidden />
      <span>{count > 0 ? t('header.needsYouCount', { count }) : t('header.needsYou')}</span>
      <Shortcut keys="N" />
    </UnstyledButton>
  )
}
