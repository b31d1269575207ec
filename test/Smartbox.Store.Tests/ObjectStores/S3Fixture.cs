using Smartbox.Store.ObjectStores;

namespace Smartbox.Store.Tests.ObjectStores;

/// <summary>Options and credentials of stores under test.</summary>
internal static class S3Fixture
{
    /// <summary>One test of these at a time: the SDK has one clock correction for the whole process.</summary>
    public const string Clock = "the SDK's clock";

    private const string Variable = "SMARTBOX_TEST_S3_";

    public static TemporaryFolder Credentials(string accessKeyId, string secretAccessKey)
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("accessKeyId"), accessKeyId + "\n");
        File.WriteAllText(folder.Combine("secretAccessKey"), secretAccessKey);
        return folder;
    }

    public static ObjectStoreOptions Options(TinyS3 server, TemporaryFolder credentials) => new()
    {
        Endpoint = server.Endpoint,
        Bucket = TinyS3.Bucket,
        CredentialsFolder = credentials.Path,
    };

    /// <summary>A place of its own in the bucket of a real server; skips the test where none is named.</summary>
    public static (ObjectStoreOptions Options, TemporaryFolder Credentials) ServerOptions()
    {
        var endpoint = Environment.GetEnvironmentVariable(Variable + "ENDPOINT");
        Skip.If(string.IsNullOrEmpty(endpoint), Variable + "ENDPOINT names no S3 server.");
        var credentials = Credentials(Value("KEY"), Value("SECRET"));
        var options = new ObjectStoreOptions
        {
            Endpoint = endpoint,
            Bucket = Value("BUCKET"),
            Region = Value("REGION"),
            Prefix = $"test/{Guid.NewGuid():N}/",
            CredentialsFolder = credentials.Path,
        };
        return (options, credentials);
    }

    private static string Value(string name) =>
        Environment.GetEnvironmentVariable(Variable + name) ?? throw new InvalidOperationException($"{Variable}{name} is not set.");
}
