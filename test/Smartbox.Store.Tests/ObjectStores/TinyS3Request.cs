namespace Smartbox.Store.Tests.ObjectStores;

/// <summary>A request as it arrived.</summary>
internal sealed record TinyS3Request(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);
