using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Smartbox.ApiServer.Errors;

namespace Smartbox.ApiServer.Requests;

/// <summary>What forms there are, and which one a client wants.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string Yaml = "application/yaml";

    private static readonly Representation s_default = new(ObjectForm.Whole, IsYaml: false);

    /// <summary>The first form of <c>Accept</c> that can be given.</summary>
    /// <exception cref="ApiException">406 when there is none.</exception>
    public static Representation Negotiate(StringValues accept)
    {
        // The two that programs send, without taking them apart.
        if (accept.Count == 0 || (accept.Count == 1 && accept[0] is Json or "*/*" or ""))
        {
            return s_default;
        }

        if (MediaTypeHeaderValue.TryParseList(accept, out var wanted))
        {
            foreach (var one in wanted.OrderByDescending(one => one.Quality ?? 1))
            {
                if (Match(one) is { } found)
                {
                    return found;
                }
            }
        }

        throw new ApiException(406, "NotAcceptable", $"406: Not Acceptable\n\nAvailable representations: {Json}, {Yaml}") { Details = [] };
    }

    private static Representation? Match(MediaTypeHeaderValue wanted)
    {
        bool isYaml;
        if (Is(wanted.MediaType, Json) || Is(wanted.MediaType, "*/*") || Is(wanted.MediaType, "application/*"))
        {
            isYaml = false;
        }
        else if (Is(wanted.MediaType, Yaml))
        {
            isYaml = true;
        }
        else
        {
            return null;
        }

        string? form = null;
        string? group = null;
        string? version = null;
        foreach (var parameter in wanted.Parameters)
        {
            if (Is(parameter.Name, "as"))
            {
                form = parameter.Value.ToString();
            }
            else if (Is(parameter.Name, "g"))
            {
                group = parameter.Value.ToString();
            }
            else if (Is(parameter.Name, "v"))
            {
                version = parameter.Value.ToString();
            }
        }

        if (form is null)
        {
            return new(ObjectForm.Whole, isYaml);
        }

        return (group, version, form) switch
        {
            ("meta.k8s.io", "v1", "Table") => new(ObjectForm.Table, isYaml),
            ("meta.k8s.io", "v1", "PartialObjectMetadata") => new(ObjectForm.Metadata, isYaml),
            ("meta.k8s.io", "v1", "PartialObjectMetadataList") => new(ObjectForm.MetadataList, isYaml),
            _ => null,
        };
    }

    private static bool Is(StringSegment value, string other) => value.Equals(other, StringComparison.OrdinalIgnoreCase);
}
