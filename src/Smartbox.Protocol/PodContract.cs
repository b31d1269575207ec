namespace Smartbox.Protocol;

/// <summary>What the operator, the sidecar and the agent of one pod agree on: ports, paths, environment variables, files.</summary>
public static class PodContract
{
    /// <summary>Port of the relay: gRPC over TLS, from the gateway.</summary>
    public const int RelayPort = 8443;

    /// <summary>Port of the backup container's control endpoint: gRPC over TLS, from the operator.</summary>
    public const int ControlPort = 8444;

    /// <summary>Loopback port of an agent of protocol <c>Smartbox</c>: gRPC without TLS.</summary>
    public const int AgentPort = 8080;

    /// <summary>Path of the HTTPS liveness probe on the relay and control ports.</summary>
    public const string LivenessPath = "/healthz";

    /// <summary>Path of the HTTPS readiness probe on the relay and control ports; the relay's asks the agent.</summary>
    public const string ReadinessPath = "/readyz";

    /// <summary>Where the sidecars' containers mount the whole volume.</summary>
    public const string VolumePath = "/volume";

    /// <summary>Folder of the volume that holds the box: <c>state/</c>, <c>relay/</c> and the marker. It appears by one rename.</summary>
    public const string BoxFolder = "box";

    /// <summary>Sub-path of the volume that the agent sees as its state folder.</summary>
    public const string StateSubPath = "box/state";

    /// <summary>Sub-path of the volume that the relay alone writes.</summary>
    public const string RelaySubPath = "box/relay";

    /// <summary>Where the relay mounts <see cref="RelaySubPath"/>.</summary>
    public const string RelayPath = "/relay";

    /// <summary>Folder of the Secret <c>&lt;name&gt;-keys</c>, in the containers that need it.</summary>
    public const string KeysPath = "/etc/smartbox/keys";

    /// <summary>Key of the repository password in <c>&lt;name&gt;-keys</c>.</summary>
    public const string PasswordKey = "password";

    /// <summary>Key of the box's certificate (PEM) in <c>&lt;name&gt;-keys</c>.</summary>
    public const string CertificateKey = "tls.crt";

    /// <summary>Key of the box's private key (PEM, PKCS #8) in <c>&lt;name&gt;-keys</c>.</summary>
    public const string PrivateKeyKey = "tls.key";

    /// <summary>Folder of the ConfigMap <c>smartbox-trust</c>: whose assertions the sidecars accept.</summary>
    public const string TrustPath = "/etc/smartbox/trust";

    /// <summary>Public keys (PEM, one or more) of gateways in <c>smartbox-trust</c>.</summary>
    public const string GatewayTrustKey = "gateway.pem";

    /// <summary>Public keys (PEM, one or more) of operators in <c>smartbox-trust</c>.</summary>
    public const string OperatorTrustKey = "operator.pem";

    /// <summary>Folder with the bucket's credentials: files <c>accessKeyId</c> and <c>secretAccessKey</c>.</summary>
    public const string StoreCredentialsPath = "/etc/smartbox/store";

    /// <summary>Folder of files that a type's credential slots of delivery <c>File</c> fill.</summary>
    public const string CredentialsPath = "/etc/smartbox/credentials";

    /// <summary>Folder of the box's <c>spec.config</c> and the type's <c>instructions</c>, one file a key.</summary>
    public const string ConfigPath = "/etc/smartbox/config";

    /// <summary>File below <see cref="ConfigPath"/> with the type's instructions.</summary>
    public const string InstructionsFile = "instructions.md";

    /// <summary>Where a container leaves the reason why it ended, as <see cref="TerminationMessage"/>.</summary>
    public const string TerminationLogPath = "/dev/termination-log";

    /// <summary>Metadata key of assertions.</summary>
    public const string AssertionMetadata = "x-smartbox-assertion";

    /// <summary>Metadata key that names the box at the gateway: <c>namespace/name</c>.</summary>
    public const string BoxMetadata = "x-smartbox";

    /// <summary>Names of the environment variables that the operator sets.</summary>
    public static class Environment
    {
        public const string Namespace = "SMARTBOX_NAMESPACE";
        public const string Name = "SMARTBOX_NAME";
        public const string Uid = "SMARTBOX_UID";
        public const string PodUid = "SMARTBOX_POD_UID";

        /// <summary>Decimal number, higher at each pod start.</summary>
        public const string Epoch = "SMARTBOX_EPOCH";

        /// <summary><c>true</c> when the box is known to have been backed up: restore then never starts it empty.</summary>
        public const string ExpectState = "SMARTBOX_EXPECT_STATE";

        /// <summary><c>http(s)://…</c> of the S3 endpoint. Absent with <see cref="StoreFolder"/>.</summary>
        public const string StoreEndpoint = "SMARTBOX_STORE_ENDPOINT";
        public const string StoreRegion = "SMARTBOX_STORE_REGION";
        public const string StoreBucket = "SMARTBOX_STORE_BUCKET";

        /// <summary>Prepended to <c>boxes/&lt;uid&gt;/</c>; empty or ends with a slash.</summary>
        public const string StorePrefix = "SMARTBOX_STORE_PREFIX";
        public const string StorePathStyle = "SMARTBOX_STORE_PATH_STYLE";

        /// <summary>A folder used instead of a bucket.</summary>
        public const string StoreFolder = "SMARTBOX_STORE_FOLDER";

        /// <summary>The longest time a change waits for its snapshot, such as <c>1m</c>.</summary>
        public const string BackupInterval = "SMARTBOX_BACKUP_INTERVAL";

        /// <summary>Excluded patterns below the state folder, one a line.</summary>
        public const string BackupExclude = "SMARTBOX_BACKUP_EXCLUDE";

        /// <summary>Paths, for running without containers: override the constants of <see cref="PodContract"/>.</summary>
        public const string VolumePath = "SMARTBOX_VOLUME_PATH";
        public const string RelayPath = "SMARTBOX_RELAY_PATH";
        public const string KeysPath = "SMARTBOX_KEYS_PATH";
        public const string TrustPath = "SMARTBOX_TRUST_PATH";
        public const string StoreCredentialsPath = "SMARTBOX_STORE_CREDENTIALS_PATH";
        public const string ConfigPath = "SMARTBOX_CONFIG_PATH";
        public const string CredentialsPath = "SMARTBOX_CREDENTIALS_PATH";
        public const string TerminationLogPath = "SMARTBOX_TERMINATION_LOG";

        /// <summary>The agent's state folder, <c>/state</c> by default.</summary>
        public const string StatePath = "SMARTBOX_STATE_PATH";

        /// <summary>Address a program listens on or the relay dials, for running without containers; default all addresses, loopback for the agent.</summary>
        public const string ListenAddress = "SMARTBOX_LISTEN_ADDRESS";

        /// <summary>Override of the port that the program listens on.</summary>
        public const string ListenPort = "SMARTBOX_LISTEN_PORT";

        /// <summary><c>http://host:port</c> of the agent, for the relay.</summary>
        public const string AgentEndpoint = "SMARTBOX_AGENT_ENDPOINT";

        /// <summary>OpenAI-compatible endpoint, model and key of the companion; without an endpoint it uses its scripted model.</summary>
        public const string ModelEndpoint = "SMARTBOX_MODEL_ENDPOINT";
        public const string ModelName = "SMARTBOX_MODEL_NAME";
        public const string ModelApiKey = "SMARTBOX_MODEL_API_KEY";
    }
}
