import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { Engine } from './engine/engine.ts';
import { keepOffline } from './offline/register.ts';
import './styles/base.css';
import './styles/controls.css';
import './styles/layout.css';
import './styles/result.css';

const place = document.getElementById('app');
if (place) createRoot(place).render(<App engine={new Engine()} />);
keepOffline();
