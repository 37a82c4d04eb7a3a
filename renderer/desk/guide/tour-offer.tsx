import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isTourKnown, rememberTour, takeTour } from './take-tour.ts'
import './guide.css'

/** Offers the tour once on a computer, beside the work and not over it. */
export function TourOffer() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(() => !isTourKnown())
  if (!isOpen) return null
  const start = () => {
    setOpen(false)
    void takeTour(t)
  }
  const decline = () => {
    rememberTour()
    setOpen(false)
  }
  return (
    <aside className="kr-tour-offer" aria-label={t('tour.again')} data-testid="tour-offer">
      <p>{t('tour.offer')}</p>
      <Button size="xs" onClick={start}>
        {t('tour.start')}
      </Button>
      <Button size="xs" variant="subtle" onClick={decline}>
        {t('tour.later')}
      </Button>
    </aside>
  )
}
