using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Taler.Merchant.Wire;

namespace Taler.Merchant.Http;

/// <summary>Turns every way in which a call can come to nothing into one sentence for the operator.</summary>
internal sealed class Failures(TalerMerchantOptions options)
{
    private readonly WaysOut _waysOut = new(options);

    /// <summary>Reads the JSON of an answer with 200.</summary>
    public TResult Read<TWire, TResult>(MerchantCall call, MerchantAnswer answer, JsonTypeInfo<TWire> type, Func<TWire, TResult> map)
    {
        if (answer.Status != HttpStatusCode.OK)
            throw Refused(call, answer);
        if (answer.IsTooLong)
            throw Invalid(call, answer, "the answer is longer than 1 MB");
        if (answer.Body.IsEmpty)
            throw Invalid(call, answer, "the answer is empty");
        try
        {
            var wire = JsonSerializer.Deserialize(answer.Body.Span, type) ?? throw new WireException("the answer is null");
            return map(wire);
        }
        catch (JsonException e)
        {
            // Its message quotes the body; the path holds member names only.
            throw Invalid(call, answer, $"the answer is not the JSON of the protocol (at {Hints.Clean(e.Path) ?? "$"})");
        }
        catch (WireException e)
        {
            throw Invalid(call, answer, e.Message);
        }
    }

    /// <summary>An answer whose status is not one that the call can use.</summary>
    public TalerMerchantException Refused(MerchantCall call, MerchantAnswer answer)
    {
        if (answer.IsRedirect)
            return Invalid(call, answer, "the answer is a redirect, which is not followed, so that the access token stays here");
        if ((int)answer.Status < 400)
            return Invalid(call, answer, "the status is not one of the protocol");
        return answer.IsTrouble
            ? Make(TalerMerchantFailure.BackendTrouble, call, answer, "failed")
            : Make(TalerMerchantFailure.Refused, call, answer, "was refused");
    }

    public TalerMerchantException Incompatible(MerchantCall call, string why) =>
        new(TalerMerchantFailure.Incompatible, $"{call.Name}: {why}. {_waysOut.BaseUrl}");

    /// <summary>A call that found no place among those that run. It is told from a time-out, since it is certain that nothing was done.</summary>
    /// <param name="call">The call.</param>
    /// <param name="why">What stood in its way, as a clause.</param>
    public TalerMerchantException Overloaded(MerchantCall call, string why) => new(
        TalerMerchantFailure.Overloaded,
        string.Create(CultureInfo.InvariantCulture, $"{call.Name} was not sent: as many calls as may ({options.MaxConcurrentCalls}) are running, and {why}. {_waysOut.Overloaded}"));

    /// <summary>An exception on the way to the answer.</summary>
    /// <returns>Null if it is none of ours to explain.</returns>
    public TalerMerchantException? From(MerchantCall call, Exception exception) => exception switch
    {
        BrokenCircuitException => new(
            TalerMerchantFailure.CircuitOpen,
            $"{call.Name} was not sent: the backend failed so often that it is left alone for a while. It is tried again by itself; see the failures before.",
            innerException: exception),
        TimeoutRejectedException or OperationCanceledException => new(
            TalerMerchantFailure.Timeout,
            string.Create(CultureInfo.InvariantCulture, $"{call.Name} had no answer within the time limit of {MerchantResilience.LimitOf(call, options.Timeout).TotalSeconds} s. {_waysOut.Timeout}"),
            innerException: exception),
        HttpRequestException e => new(
            TalerMerchantFailure.Unreachable, $"{call.Name}: the backend cannot be reached or broke the connection ({e.HttpRequestError}). {_waysOut.Unreachable(e)}", innerException: e),
        IOException => new(
            TalerMerchantFailure.Unreachable, $"{call.Name}: the connection broke before the answer was complete. {_waysOut.Unreachable(null)}", innerException: exception),
        _ => null,
    };

    private TalerMerchantException Invalid(MerchantCall call, MerchantAnswer answer, string why) => new(
        TalerMerchantFailure.InvalidAnswer, string.Create(CultureInfo.InvariantCulture, $"{call.Name} answered {(int)answer.Status}, but {why}. {_waysOut.BaseUrl}"), answer.Status);

    private TalerMerchantException Make(TalerMerchantFailure failure, MerchantCall call, MerchantAnswer answer, string verb)
    {
        var code = answer.Code is { } number ? string.Create(CultureInfo.InvariantCulture, $", code {number}") : "";
        var hint = answer.Hint is { } text ? $" (\"{text}\")" : "";
        var message = string.Create(CultureInfo.InvariantCulture, $"{call.Name} {verb} with status {(int)answer.Status}{code}{hint}. {_waysOut.For(call, answer)}");
        return new TalerMerchantException(failure, message.TrimEnd(), answer.Status, answer.Code, answer.Hint);
    }
}
