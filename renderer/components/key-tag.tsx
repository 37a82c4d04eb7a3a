import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** A room number on its key tag; a dashed tag where no room is given yet. */
export function KeyTag({ room, large = false }: { room: string | null; large?: boolean }) {
  const { t } = useTranslation()
  if (room === null) {
    return (
      <span className="kr-tag" data-empty data-large={large || undefined}>
        {t('word.noRoom')}
      </span>
    )
  }
  return (
    <span className="kr-tag" data-large={large || undefined}>
      <VisuallyHidden>{t('word.room', { room })}</VisuallyHidden>
      <span aria-hidden>{room}</span>
    </span>
  )
}
