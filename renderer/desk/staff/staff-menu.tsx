import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconLock, IconLogout, IconUser } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Shortcut } from '../../components/shortcut.tsx'
import { useScreen } from '../../stores/screen-store.ts'
import { useStaffSession } from '../../stores/staff-session.ts'

/** Who is signed in, and how they leave; nothing where the hotel has no staff. */
export function StaffMenu() {
  const { t } = useTranslation()
  const { session, member, end } = useStaffSession()
  const show = useScreen((state) => state.show)
  if (session === null || member === null) return null
  return (
    <Menu position="bottom-end" width={210}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          data-testid="staff-menu"
          leftSection={<IconUser size={17} stroke={1.7} aria-hidden />}
          rightSection={<IconChevronDown size={14} stroke={1.8} aria-hidden />}
        >
          <span className="kr-staff">
            <bdi>{member.name}</bdi>
            <span className="kr-muted">{t(`staff.role.${member.role}`)}</span>
          </span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconLock size={16} stroke={1.7} aria-hidden />}
          rightSection={<Shortcut keys="L" />}
          onClick={() => end('locked')}
        >
          {t('action.lock')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={16} stroke={1.7} aria-hidden />}
          onClick={() => {
            show('today')
            end('signedOut')
          }}
        >
          {t('action.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
