namespace Smartbox.EndToEnd.Tests.Cluster;

/// <summary>The S3 server that pods and tests reach; <c>test/with-cluster</c> names it.</summary>
internal sealed record S3Server(string Endpoint, string Region, string Bucket, string Key, string Secret)
{
    /// <summary>The server, or a skipped test with the reason.</summary>
    public static S3Server Require()
    {
        var endpoint = Variable("ENDPOINT");
        Skip.If(endpoint is null, "Skipped: no S3 server: SMARTBOX_TEST_S3_ENDPOINT is not set.");
        return new S3Server(endpoint!, Variable("REGION") ?? "us-east-1", Variable("BUCKET") ?? "smartbox", Variable("KEY") ?? "", Variable("SECRET") ?? "");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable("SMARTBOX_TEST_S3_" + name) is { Length: > 0 } value ? value : null;
}
