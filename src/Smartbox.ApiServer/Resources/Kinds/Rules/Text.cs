using System.Text.Encodings.Web;
using System.Text.Json;

namespace Smartbox.ApiServer.Resources.Kinds.Rules;

/// <summary>JSON for people: quotes and angles as they are.</summary>
internal static class Text
{
    public static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
