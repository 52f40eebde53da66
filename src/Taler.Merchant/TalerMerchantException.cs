using System.Net;

namespace Taler.Merchant;

/// <summary>Why a call to the merchant backend came to nothing.</summary>
public enum TalerMerchantFailure
{
    /// <summary>No connection, or it broke.</summary>
    Unreachable,

    /// <summary>No answer within the time limit.</summary>
    Timeout,

    /// <summary>The circuit breaker is open: the backend failed so often that it is left alone for a while.</summary>
    CircuitOpen,

    /// <summary>The backend refused: see status and code.</summary>
    Refused,

    /// <summary>The backend has trouble of its own (5xx) or asks for patience (429).</summary>
    BackendTrouble,

    /// <summary>The answer is not of the protocol: no JSON, cut off, too long, of the wrong type, or a redirect.</summary>
    InvalidAnswer,

    /// <summary>The service is no merchant backend, or speaks a version of the protocol that does not fit.</summary>
    Incompatible,

    /// <summary>Too many calls run already (<see cref="TalerMerchantOptions.MaxConcurrentCalls"/>): this one was never sent.</summary>
    Overloaded,
}

/// <summary>A call to the merchant backend came to nothing. Carries what an operator needs, and never a body or a secret.</summary>
public sealed class TalerMerchantException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="message">One sentence for the operator.</param>
    /// <param name="statusCode">HTTP status, if there was an answer.</param>
    /// <param name="code">Taler error code, if the answer had one.</param>
    /// <param name="hint">The backend's own explanation, cut to 200 printable characters.</param>
    /// <param name="innerException">The cause.</param>
    public TalerMerchantException(
        TalerMerchantFailure failure, string message, HttpStatusCode? statusCode = null, int? code = null, string? hint = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        StatusCode = statusCode;
        Code = code;
        Hint = hint;
    }

    /// <summary>What went wrong.</summary>
    public TalerMerchantFailure Failure { get; }

    /// <summary>HTTP status; null if there was no answer.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>Taler error code (GANA registry), see <see cref="TalerErrorCodes"/>; null if the answer had none.</summary>
    public int? Code { get; }

    /// <summary>The backend's own explanation, cut to 200 printable characters; null if it gave none.</summary>
    public string? Hint { get; }
}
