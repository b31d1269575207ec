namespace Smartbox.Api;

/// <summary>Labels and annotations on the children of a box.</summary>
public static class Labels
{
    public const string Box = "smartbox.dev/box";
    public const string Type = "smartbox.dev/type";
    public const string Tier = "smartbox.dev/tier";

    /// <summary>UID of the box: tells an own child that carries no owner reference from a stranger's.</summary>
    public const string BoxUid = "smartbox.dev/box-uid";

    public const string Name = "app.kubernetes.io/name";
    public const string Instance = "app.kubernetes.io/instance";
    public const string Component = "app.kubernetes.io/component";
    public const string PartOf = "app.kubernetes.io/part-of";
    public const string ManagedBy = "app.kubernetes.io/managed-by";
    public const string Version = "app.kubernetes.io/version";

    /// <summary>Annotation on the pod: its epoch.</summary>
    public const string Epoch = "smartbox.dev/epoch";

    /// <summary>Annotation on the pod: fingerprint of the box's certificate.</summary>
    public const string CertificatePin = "smartbox.dev/certificate-sha256";

    /// <summary>Annotation on the pod: hash of the template that follows from the spec.</summary>
    public const string TemplateHash = "smartbox.dev/template-hash";

    /// <summary>Annotation on a box: delete it without a last snapshot when <c>"true"</c>.</summary>
    public const string SkipFinalSnapshot = "smartbox.dev/skip-final-snapshot";
}
