import { serveLayers } from '../image/serve-layers.ts';
import { reachInspector } from '../reach/facts/reach-inspector.ts';
import { layerInspectors } from './layer-inspectors.ts';

/** The program of a reading thread. */
serveLayers([...layerInspectors, reachInspector]);
