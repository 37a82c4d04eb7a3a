import { UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconCloudCheck, IconCloudOff, IconCloudUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SyncBadge as Badge } from '../../shared/desk-api/views.ts'

const ICONS = { calm: IconCloudCheck, busy: IconCloudUp, attention: IconCloudOff, urgent: IconAlertTriangle }

interface Props {
  readonly badge: Badge | null
  readonly words: { readonly tone: keyof typeof ICONS; readonly line: string; readonly needsYou: string | null }
  readonly onOpen: () => void
}

/** Direction, count and age of what this hotel and the chain owe each other; opens the line panel. */
export function SyncBadge({ badge, words, onOpen }: Props) {
  const { t } = useTranslation()
  const Icon = ICONS[words.tone]
  const summary = words.needsYou ? `${words.needsYou} · ${words.line}` : words.line
  return (
    <UnstyledButton
      className="kr-badge"
      data-testid="sync-badge"
      data-tone={words.tone}
      data-line={badge?.line ?? 'unknown'}
      data-unsent={badge?.unsent ?? 0}
      data-needs-you={badge?.needsYou ?? 0}
      aria-label={t('sync.badge.open', { summary })}
      aria-keyshortcuts="s"
      onClick={onOpen}
    >
      <Icon size={17} stroke={1.9} aria-hidden />
      <span className="kr-badge-text">{summary}</span>
    </UnstyledButton>
  )
}
