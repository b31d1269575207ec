namespace Smartbox.Api.Resources;

/// <summary>What a bucket means by the fields that it leaves out.</summary>
public static class S3SpecDefaults
{
    /// <summary>Region in signatures: <c>auto</c>, as R2 wants it.</summary>
    public static string EffectiveRegion(this S3Spec s3) => s3.Region ?? "auto";

    /// <summary>Prepended to every key: nothing.</summary>
    public static string EffectivePrefix(this S3Spec s3) => s3.Prefix ?? "";

    /// <summary>Whether the bucket is named in the path and not in the host: yes.</summary>
    public static bool EffectiveForcePathStyle(this S3Spec s3) => s3.ForcePathStyle ?? true;
}
