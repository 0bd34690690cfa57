import type { Provider } from '../core/provider.ts';

/** Every vendor that can be asked, loaded when it is. A new one is a file, a line here and a test. */
export const providers = {
  invoance: () => import('./invoance.ts'),
  invent: () => import('./invent.ts'),
} satisfies Record<string, () => Promise<{ default: Provider }>>;

export type ProviderName = keyof typeof providers;

export function isProviderName(name: string | undefined): name is ProviderName {
  return name !== undefined && Object.hasOwn(providers, name);
}

/** All of them, by name. */
export async function loadProviders(): Promise<ReadonlyMap<string, Provider>> {
  const modules = await Promise.all(Object.values(providers).map((load) => load()));
  return new Map(modules.map(({ default: provider }) => [provider.name, provider]));
}
