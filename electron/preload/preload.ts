import { contextBridge, ipcRenderer } from 'electron'
import { installBridge } from './bridge.ts'

installBridge(contextBridge, ipcRenderer, window)
