using System.Text;

namespace Smartbox.ApiServer.Schemas.Text;

/// <summary>Where a value is, as errors name it. It becomes text only when something is wrong.</summary>
internal sealed class FieldPath
{
    private readonly FieldPath? _parent;
    private readonly string? _name;
    private readonly int _index;
    private readonly bool _isKey;

    private FieldPath(FieldPath? parent, string? name, int index, bool isKey) => (_parent, _name, _index, _isKey) = (parent, name, index, isKey);

    public static FieldPath Root { get; } = new(null, null, 0, isKey: false);

    /// <summary><c>parent.name</c>.</summary>
    public FieldPath Child(string name) => new(this, name, 0, isKey: false);

    /// <summary><c>parent[name]</c>.</summary>
    public FieldPath Key(string name) => new(this, name, 0, isKey: true);

    /// <summary><c>parent[index]</c>.</summary>
    public FieldPath Index(int index) => new(this, null, index, isKey: true);

    public override string ToString() => Write(new StringBuilder()).ToString();

    private StringBuilder Write(StringBuilder text)
    {
        if (_parent is null)
        {
            return text;
        }

        _parent.Write(text);
        return _isKey
            ? text.Append('[').Append(_name ?? _index.ToString(System.Globalization.CultureInfo.InvariantCulture)).Append(']')
            : text.Append(text.Length == 0 ? "" : ".").Append(_name);
    }
}
