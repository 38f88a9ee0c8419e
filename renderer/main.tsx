// Starts the page: words, theme, connection to main, then the application.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import './i18n';
import { App } from './App';
import { startMirror } from './api/mirror';
import { openConnection } from './api/client';
import { applyTheme, useView } from './stores/view';

applyTheme(useView.getState().theme);
useView.subscribe((state) => applyTheme(state.theme));
startMirror(openConnection());

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
