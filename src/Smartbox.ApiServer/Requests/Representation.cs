namespace Smartbox.ApiServer.Requests;

/// <summary>How an answer is written.</summary>
internal readonly record struct Representation(ObjectForm Form, bool IsYaml)
{
    public string ContentType => IsYaml ? MediaTypes.Yaml : MediaTypes.Json;
}
