import * as z from 'zod';
import { FILTER, NOTHING } from './compared.js';
import { idArgument } from './ids.js';
import { listTool, objectTool, type Tool } from './tool.js';

const listNetworkZones = listTool({
  name: 'list_okta_network_zones',
  title: 'List Okta network zones',
  description: 'Network zones: IP (gateways, proxies), DYNAMIC and DYNAMIC_V2 (locations, ASNs, IP services). usage BLOCKLIST blocks before sign-in. filter: usage eq "BLOCKLIST" | system eq true | id eq "nzo…".',
  input: () => ({ filter: z.string().max(2000).optional() }),
  compared: { filter: FILTER },
  operations: ['listNetworkZones'],
  columns: ['id', 'name', 'type', 'usage', 'status', 'system', 'gateways.value', 'proxies.value', 'proxyType', 'locations', 'asns', 'ipServiceCategories', 'lastUpdated'],
  run: async ({ filter }, call) => call.page('listNetworkZones', { filter, limit: call.limit }),
  empty: () => 'No zone matches; filter knows id, usage and system only.',
});

const getNetworkZone = objectTool({
  name: 'get_okta_network_zone',
  title: 'Get an Okta network zone',
  description: 'One network zone with all its addresses, locations and ASNs.',
  input: () => ({ zone_id: idArgument('list_okta_network_zones') }),
  compared: { zone_id: NOTHING },
  operations: ['getNetworkZone'],
  kind: 'zone',
  finder: 'Find the zone with list_okta_network_zones.',
  run: async ({ zone_id }, call) => ({ object: await call.one('getNetworkZone', { zoneId: zone_id }) }),
});

export const networkZoneTools: readonly Tool[] = [listNetworkZones, getNetworkZone];
