using System.Text.Json.Nodes;

namespace Smartbox.ApiServer.Errors;

/// <summary>The <c>Status</c> object: what a request is answered with when it is not an object of its own.</summary>
internal static class StatusDocument
{
    public static JsonObject Of(ApiException error)
    {
        var status = New("Failure");
        if (error.Continue is { } token)
        {
            status["metadata"]!["continue"] = token;
        }

        status["message"] = error.Message;
        if (error.Reason is { } reason)
        {
            status["reason"] = reason;
        }

        if (error.Details is { } details)
        {
            status["details"] = details.DeepClone();
        }

        status["code"] = error.Code;
        return status;
    }

    /// <param name="details">What the success is about; null for nothing.</param>
    /// <param name="code">Left out when null.</param>
    public static JsonObject Success(JsonObject? details = null, int? code = null)
    {
        var status = New("Success");
        if (details is not null)
        {
            status["details"] = details;
        }

        if (code is { } number)
        {
            status["code"] = number;
        }

        return status;
    }

    private static JsonObject New(string outcome) =>
        new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = outcome };
}
