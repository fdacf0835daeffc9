/** Where a port is rated dangerous if it is open to the internet, or where its owner documents it. */
type Source =
  /** https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19 */
  | 'EC2.19'
  /** https://docs.aws.amazon.com/awssupport/latest/user/security-checks.html (specific ports unrestricted) */
  | 'Trusted Advisor'
  /** https://hub.prowler.com/ (ports of EC2 instances and security groups, most of them rated critical) */
  | 'Prowler'
  /** https://github.com/aquasecurity/cloudsploit (plugins/aws/ec2/open*) */
  | 'CloudSploit'
  /** https://www.iana.org/assignments/service-names-port-numbers or the manual of the product. */
  | 'assigned'
  /** Reflects more than it receives: https://www.cisa.gov/news-events/alerts/2014/01/17/udp-based-amplification-attacks */
  | 'CISA';

interface Service {
  readonly name: string;
  readonly tcp?: readonly number[];
  readonly udp?: readonly number[];
  readonly sources: readonly Source[];
}

/** Their ports lead to the data or the accounts themselves. */
const DATA: readonly Service[] = [
  { name: 'Kerberos', tcp: [88, 464, 749, 750], udp: [88, 464], sources: ['Prowler'] },
  { name: 'LDAP', tcp: [389, 636, 3268, 3269], udp: [389], sources: ['Prowler', 'CloudSploit', 'CISA'] },
  { name: 'Microsoft SQL Server', tcp: [1433, 1434], udp: [1434], sources: ['EC2.19', 'Trusted Advisor', 'Prowler'] },
  { name: 'Oracle Database', tcp: [1521, 2483, 2484], sources: ['Prowler', 'CloudSploit', 'assigned'] },
  { name: 'ZooKeeper', tcp: [2181], sources: ['assigned'] },
  { name: 'etcd', tcp: [2379, 2380], sources: ['assigned'] },
  { name: 'MySQL', tcp: [3306, 33060], sources: ['EC2.19', 'Trusted Advisor', 'Prowler', 'assigned'] },
  { name: 'PostgreSQL', tcp: [5432], sources: ['EC2.19', 'Trusted Advisor', 'Prowler'] },
  { name: 'Kibana or OpenSearch Dashboards', tcp: [5601], sources: ['EC2.19', 'Prowler', 'CloudSploit'] },
  { name: 'RabbitMQ', tcp: [5671, 5672, 15672], sources: ['assigned'] },
  { name: 'CouchDB', tcp: [5984], sources: ['assigned'] },
  { name: 'Redis', tcp: [6379], sources: ['Prowler', 'CloudSploit'] },
  { name: 'Cassandra', tcp: [7000, 7001, 7199, 9042, 9160], sources: ['Prowler', 'CloudSploit'] },
  { name: 'Neo4j', tcp: [7474, 7687], sources: ['assigned'] },
  { name: 'Hadoop', tcp: [8020, 9870, 50070], sources: ['CloudSploit', 'assigned'] },
  { name: 'InfluxDB', tcp: [8086], sources: ['assigned'] },
  { name: 'ClickHouse', tcp: [8123], sources: ['assigned'] },
  { name: 'Vault', tcp: [8200], sources: ['assigned'] },
  { name: 'Consul', tcp: [8500], sources: ['assigned'] },
  { name: 'OpsCenter, Jupyter or another console', tcp: [8888], sources: ['EC2.19', 'Prowler'] },
  { name: 'Solr', tcp: [8983], sources: ['assigned'] },
  { name: 'Kafka', tcp: [9092], sources: ['Prowler'] },
  { name: 'Elasticsearch or OpenSearch', tcp: [9200, 9300], sources: ['EC2.19', 'Prowler', 'CloudSploit'] },
  { name: 'Memcached', tcp: [11211], udp: [11211], sources: ['Prowler', 'CloudSploit', 'CISA'] },
  { name: 'MongoDB', tcp: [27017, 27018, 27019], sources: ['Prowler', 'CloudSploit'] },
  { name: 'Db2', tcp: [50000], sources: ['assigned'] },
  { name: 'ActiveMQ', tcp: [61616], sources: ['assigned'] },
];

/** Services that are often attacked, or that are used to attack others. */
const RISKY: readonly Service[] = [
  { name: 'the character generator', tcp: [19], udp: [19], sources: ['CISA'] },
  { name: 'FTP', tcp: [20, 21], sources: ['EC2.19', 'Trusted Advisor', 'Prowler'] },
  { name: 'Telnet', tcp: [23], sources: ['EC2.19', 'Prowler'] },
  { name: 'SMTP', tcp: [25], sources: ['EC2.19', 'CloudSploit'] },
  { name: 'DNS', tcp: [53], udp: [53], sources: ['CloudSploit', 'CISA'] },
  { name: 'TFTP', udp: [69], sources: ['CISA'] },
  { name: 'POP3', tcp: [110], sources: ['EC2.19'] },
  { name: 'the RPC port mapper', tcp: [111], udp: [111], sources: ['CISA'] },
  { name: 'NTP', udp: [123], sources: ['CISA'] },
  { name: 'Windows RPC', tcp: [135], sources: ['EC2.19', 'CloudSploit'] },
  { name: 'NetBIOS', tcp: [137, 138, 139], udp: [137, 138], sources: ['Prowler', 'CloudSploit', 'CISA'] },
  { name: 'IMAP', tcp: [143], sources: ['EC2.19'] },
  { name: 'SNMP', udp: [161], sources: ['CloudSploit', 'CISA'] },
  { name: 'SMB', tcp: [445], sources: ['EC2.19', 'Prowler', 'CloudSploit'] },
  { name: 'rexec, rlogin or rsh', tcp: [512, 513, 514], sources: ['assigned'] },
  { name: 'IPMI', udp: [623], sources: ['assigned'] },
  { name: 'rsync', tcp: [873], sources: ['assigned'] },
  { name: 'Java RMI (JMX)', tcp: [1099], sources: ['assigned'] },
  { name: 'SSDP', udp: [1900], sources: ['CISA'] },
  { name: 'NFS', tcp: [2049], udp: [2049], sources: ['assigned'] },
  { name: 'Docker', tcp: [2375, 2376], sources: ['CloudSploit', 'assigned'] },
  { name: 'a web server for development', tcp: [3000, 5000], sources: ['EC2.19'] },
  { name: 'mSQL', tcp: [4333], sources: ['EC2.19', 'Trusted Advisor'] },
  { name: 'Salt', tcp: [4505, 4506], sources: ['CloudSploit'] },
  { name: 'mDNS', udp: [5353], sources: ['CISA'] },
  { name: 'VNC', tcp: [5500, 5800, 5900, 5901], sources: ['EC2.19', 'Trusted Advisor', 'CloudSploit', 'assigned'] },
  { name: 'WinRM', tcp: [5985, 5986], sources: ['assigned'] },
  { name: 'X11', tcp: [6000], sources: ['assigned'] },
  { name: 'the Kubernetes API', tcp: [6443], sources: ['assigned'] },
  { name: 'Spark', tcp: [7077], sources: ['assigned'] },
  { name: 'a web proxy', tcp: [8080], sources: ['EC2.19', 'CloudSploit'] },
  { name: 'an old web server', tcp: [8088], sources: ['EC2.19'] },
  { name: 'Prometheus', tcp: [9090], sources: ['Prowler', 'assigned'] },
  { name: 'the kubelet', tcp: [10250, 10255], sources: ['assigned'] },
];

const ALL = [...DATA, ...RISKY];

const portsOf = (services: readonly Service[]): number[] =>
  [...new Set(services.flatMap(({ tcp = [], udp = [] }) => [...tcp, ...udp]))].sort((a, b) => a - b);

export const DATA_PORTS = portsOf(DATA);
export const RISKY_PORTS = portsOf(RISKY);

/**
 * The ports of a control of Security Hub. Those of SSH and RDP, which are not services of these tables, are left out.
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
 */
const HIGH_RISK = new Set([
  20, 21, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200,
  9300,
]);

export interface OpenService {
  readonly port: number;
  readonly service: string;
  /** The port is one of those of EC2.19. */
  readonly highRisk: boolean;
}

/**
 * The first of the ports that a range opens, before it one of EC2.19. A port that the table has for the other protocol
 * only is not open: nothing listens there. `otherwise` is the name for ports that the table has not.
 */
export function serviceIn(
  { from, to }: { readonly from: number; readonly to: number },
  protocol: 'tcp' | 'udp',
  ports: readonly number[],
  otherwise: string,
): OpenService | undefined {
  const open = ports.flatMap((port): OpenService[] => {
    const known = from <= port && port <= to ? serviceAt(port, protocol) : undefined;
    return known === undefined ? [] : [{ port, service: known ?? otherwise, highRisk: HIGH_RISK.has(port) }];
  });
  return open.find(({ highRisk }) => highRisk) ?? open[0];
}

/** `null`: the table has not the port. `undefined`: it has the port for the other protocol only. */
function serviceAt(port: number, protocol: 'tcp' | 'udp'): string | null | undefined {
  const there = ALL.filter(({ tcp = [], udp = [] }) => tcp.includes(port) || udp.includes(port));
  if (there.length === 0) return null;
  return there.find((service) => service[protocol]?.includes(port))?.name;
}
