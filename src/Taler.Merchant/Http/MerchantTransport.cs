using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using Taler.Merchant.Diagnostics;

namespace Taler.Merchant.Http;

/// <summary>Carries a call to its answer: time limit, access token, tries, and one kind of exception for all that fails on the way.</summary>
internal sealed class MerchantTransport
{
    private readonly TimeProvider _clock;
    private readonly MerchantMetrics _metrics;
    private readonly Failures _failures;
    private readonly MerchantTries _tries;
    private readonly AccessTokens _tokens;
    private readonly Bulkhead _bulkhead;
    private readonly TimeSpan _timeout;

    public MerchantTransport(
        IHttpClientFactory clients, TalerMerchantOptions options, TimeProvider clock, MerchantMetrics metrics, Failures failures, ILogger logger)
    {
        _clock = clock;
        _metrics = metrics;
        _failures = failures;
        _tries = new MerchantTries(clients, options, options.NormalizedBaseUrl, clock, logger);
        _tokens = new AccessTokens(options, _tries, failures, options.NormalizedBaseUrl, clock);
        _bulkhead = new Bulkhead(options.MaxConcurrentCalls);
        _timeout = options.Timeout;
    }

    /// <summary>Sends a call and takes from its answer what the caller asked for.</summary>
    /// <param name="call">What to send.</param>
    /// <param name="read">Reads the answer; throws <see cref="TalerMerchantException"/> for one that is no use.</param>
    /// <param name="cancellationToken">The caller's own token.</param>
    public async Task<T> SendAsync<T>(MerchantCall call, Func<MerchantCall, MerchantAnswer, T> read, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        using var activity = MerchantActivity.Source.StartActivity(call.Name, ActivityKind.Client);
        using var limit = new CancellationTokenSource(MerchantResilience.LimitOf(call, _timeout), _clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        string? error = null;
        try
        {
            using var place = await EnterAsync(call, end.Token, cancellationToken).ConfigureAwait(false);
            return read(call, await AuthorizeAndSendAsync(call, started, end.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            error = MerchantMetrics.Cancelled;
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e)
        {
            var failure = e as TalerMerchantException ?? _failures.From(call, e);
            error = failure is null ? MerchantMetrics.Other : MerchantMetrics.ErrorType(failure.Failure);
            if (failure is null || ReferenceEquals(failure, e))
                throw;
            throw failure;
        }
        finally
        {
            _metrics.Record(call.Name, error, _clock.GetElapsedTime(started));
            activity.Conclude(error);
        }
    }

    /// <summary>
    /// Takes a place among the calls that run. This stands outside the tries, so that being busy here never opens the circuit. Waits take no place, or a few
    /// hundred of them would keep all else out; nor does the fetch of a token, for which calls wait that hold theirs.
    /// </summary>
    private async ValueTask<IDisposable?> EnterAsync(MerchantCall call, CancellationToken end, CancellationToken caller)
    {
        if (call.Wait is not null)
            return null;
        try
        {
            return await _bulkhead.TryEnterAsync(end).ConfigureAwait(false)
                ?? throw _failures.Overloaded(call, "no more may wait for their turn");
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            throw _failures.Overloaded(call, "its turn did not come within the time limit");
        }
    }

    private async Task<MerchantAnswer> AuthorizeAndSendAsync(MerchantCall call, long started, CancellationToken cancellationToken)
    {
        if (!call.IsPrivate)
            return await _tries.SendAsync(call, authorization: null, started, cancellationToken).ConfigureAwait(false);
        var token = await _tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        var answer = await _tries.SendAsync(call, token.ToHeader(), started, cancellationToken).ConfigureAwait(false);
        if (answer.Status != HttpStatusCode.Unauthorized || !_tokens.TryDiscard(token))
            return answer;

        // What was refused was not done, so every call may be sent again with another token.
        token = await _tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        return await _tries.SendAsync(call, token.ToHeader(), started, cancellationToken).ConfigureAwait(false);
    }
}
