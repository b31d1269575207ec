using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Smartbox.ApiServer.Schemas;

namespace Smartbox.ApiServer.Resources.Models;

/// <summary>A model's fields, read by reflection when the first is asked for: a server that starts pays for no kind that is not used yet.</summary>
internal sealed class ModelProperties(string model, string component, Func<IReadOnlyDictionary<string, Schema>> read) : IReadOnlyDictionary<string, Schema>
{
    private readonly Lazy<IReadOnlyDictionary<string, Schema>> fields = new(read);

    /// <summary>Name in OpenAPI documents: copies of a model's schema share this object and so the name.</summary>
    public string Component => component;

    /// <summary>Name of the model's class.</summary>
    public string Model => model;

    public int Count => fields.Value.Count;

    public IEnumerable<string> Keys => fields.Value.Keys;

    public IEnumerable<Schema> Values => fields.Value.Values;

    public Schema this[string key] => fields.Value[key];

    public bool ContainsKey(string key) => fields.Value.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Schema value) => fields.Value.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, Schema>> GetEnumerator() => fields.Value.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
