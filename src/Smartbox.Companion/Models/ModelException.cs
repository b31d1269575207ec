using System.ClientModel;

namespace Smartbox.Companion.Models;

/// <summary>The model gave no answer.</summary>
internal sealed class ModelException(ModelFailure failure, string message, Exception? inner = null) : CompanionException(message, inner)
{
    public ModelFailure Failure => failure;

    /// <summary>What an exception of a chat client means; null when it is not about the model.</summary>
    public static ModelException? From(Exception exception) => exception switch
    {
        ModelException known => known,
        ClientResultException { Status: 401 or 403 } e => new(ModelFailure.Refused, $"The model endpoint refused the API key (HTTP {e.Status}). Check the box's credentials.", e),
        ClientResultException { Status: 404 } e => new(ModelFailure.Refused, "The model endpoint knows no such model or path (HTTP 404). Check modelEndpoint and modelName.", e),
        ClientResultException { Status: 429 } e => new(ModelFailure.Limited, "The model endpoint asks for fewer requests (HTTP 429). Try again later.", e),
        ClientResultException { Status: 408 or 504 } e => new(ModelFailure.TimedOut, $"The model endpoint did not answer in time (HTTP {e.Status}). Try again.", e),
        ClientResultException { Status: >= 400 and < 500 } e => new(ModelFailure.Refused, $"The model endpoint refused the request (HTTP {e.Status}).", e),
        ClientResultException { Status: > 0 } e => new(ModelFailure.Unavailable, $"The model endpoint failed (HTTP {e.Status}). Try again later.", e),
        // The client's own timeouts are cancellations; those of the caller are sorted out before.
        OperationCanceledException or TimeoutException => new(ModelFailure.TimedOut, "The model endpoint did not answer in time. Try again.", exception),
        ClientResultException or HttpRequestException or IOException =>
            new(ModelFailure.Unavailable, "The model endpoint cannot be reached, or broke the connection. Try again later.", exception),
        System.Text.Json.JsonException or FormatException =>
            new(ModelFailure.Unavailable, "The model endpoint sent something that is not a chat completion.", exception),
        AggregateException { InnerExceptions: [.., var last] } =>
            From(last) ?? new ModelException(ModelFailure.Unavailable, "The model called its tools wrongly several times. Try again.", exception),
        _ => null,
    };
}
