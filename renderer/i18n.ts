// Words: one language for now, every string a key. Keys are typed from the messages themselves.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { messages } from './messages';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: { app: typeof messages };
  }
}

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'app',
  resources: { en: { app: messages } },
  interpolation: { escapeValue: false },
  initAsync: false,
});

export { i18next };
