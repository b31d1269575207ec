namespace Smartbox.Api;

/// <summary>Names of what a box owns, derived from its own name, and of the objects of an installation.</summary>
public static class Names
{
    public const string Group = "smartbox.dev";
    public const string Version = "v1alpha1";
    public const string ApiVersion = Group + "/" + Version;

    /// <summary>Namespace of an installation, unless it says otherwise.</summary>
    public const string SystemNamespace = "smartbox-system";

    /// <summary>Network policy and trust ConfigMap, once in each namespace that has boxes.</summary>
    public const string NetworkPolicy = "smartbox-default";
    public const string TrustConfigMap = "smartbox-trust";

    /// <summary>Secrets of the installation, made by the operator at its first start: keys <see cref="PrivatePemKey"/>, <see cref="PublicPemKey"/>.</summary>
    public const string IssuerSecret = "smartbox-issuer";
    public const string GatewayKeySecret = "smartbox-gateway-key";
    public const string OperatorKeySecret = "smartbox-operator-key";
    public const string PrivatePemKey = "private.pem";
    public const string PublicPemKey = "public.pem";

    /// <summary>Issuer and audience of the tokens signed with <see cref="IssuerSecret"/>.</summary>
    public const string BuiltInIssuer = "smartbox-issuer";
    public const string TokenAudience = "smartbox";

    /// <summary>Name of the store, tier and type of boxes that name none.</summary>
    public const string DefaultStore = "default";
    public const string DefaultTier = "standard-1";
    public const string DefaultType = "pa";

    public const string FinalSnapshotFinalizer = "smartbox.dev/final-snapshot";

    /// <summary>Field managers.</summary>
    public const string FieldManager = "smartbox-operator";
    public const string StatusFieldManager = "smartbox-operator-status";

    public static string Pod(string box) => box;

    public static string StateClaim(string box) => box + "-state";

    public static string Keys(string box) => box + "-keys";

    /// <summary>ConfigMap with the box's configuration and its type's instructions.</summary>
    public static string Config(string box) => box + "-config";

    /// <summary>Copy of the store's credentials in the box's namespace, mounted into <c>restore</c> and <c>backup</c> only.</summary>
    public static string StoreCredentials(string box) => box + "-store";

    /// <summary>Everything of a box in its bucket, below the store's prefix.</summary>
    public static string BucketPrefix(string uid) => $"boxes/{uid}/";
}
