using System.Text.Json.Nodes;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Resources;

/// <summary>A kind of object that is served: built in, or defined by a CRD. Immutable.</summary>
internal sealed record ResourceType
{
    /// <summary>API group; empty for the core group.</summary>
    public required string Group { get; init; }

    public required string Version { get; init; }

    /// <summary>Plural resource name, as in paths.</summary>
    public required string Resource { get; init; }

    public required string Singular { get; init; }

    public required string Kind { get; init; }

    /// <value><c>&lt;Kind&gt;List</c>.</value>
    public string? ListKind { get; init; }

    public required bool IsNamespaced { get; init; }

    public required Schema Schema { get; init; }

    /// <summary>Whether a CRD defines it.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Whether status is a subresource: then it is changed through that alone, and it alone through that.</summary>
    public bool HasStatus { get; init; }

    /// <summary>The scale subresource; null when there is none.</summary>
    public ScaleType? Scale { get; init; }

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Columns of its table after the name; empty: name and age.</summary>
    public IReadOnlyList<PrinterColumn> Columns { get; init; } = [];

    /// <summary>Fields beside metadata.name and metadata.namespace that field selectors may name: path without the leading dot.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary>What may be done with it; <see cref="Resources.Verbs.Create"/> alone where <see cref="Review"/> answers.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = Resources.Verbs.All;

    /// <summary>Subresources beside status and scale.</summary>
    public IReadOnlyList<Subresource> Subresources { get; init; } = [];

    /// <summary>How it is stored when that is another kind's objects; null for its own.</summary>
    public StorageView? Stored { get; init; }

    /// <summary>Answers a question that is not kept (a review): the object with its status. Null for kinds that are kept.</summary>
    public Func<JsonObject, Requester, JsonObject>? Review { get; init; }

    /// <summary>What built-in kinds do beyond their schema; null for none.</summary>
    public ResourceStrategy? Strategy { get; init; }

    /// <summary><c>group/version</c>, or the version alone in the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary><see cref="Storage.ObjectKey.Resource"/> of its objects.</summary>
    public string StorageResource => Stored?.GroupResource ?? GroupResource;

    /// <summary>Its name in messages: <c>pods</c>, <c>smartboxes.smartbox.dev</c>.</summary>
    public string GroupResource => Group.Length == 0 ? Resource : $"{Resource}.{Group}";

    public string ListKindOrDefault => ListKind ?? $"{Kind}List";
}
