using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Polly;
using Taler.Merchant.Diagnostics;

namespace Taler.Merchant.Http;

/// <summary>Sends a call once or, where that can do no harm, several times. Failures leave as the exceptions of HttpClient and Polly.</summary>
internal sealed class MerchantTries(
    IHttpClientFactory clients, TalerMerchantOptions options, Uri baseUrl, TimeProvider clock, ILogger logger)
{
    private readonly ResiliencePipeline<MerchantAnswer> _pipeline = MerchantResilience.Build(options.Timeout, clock, logger);

    /// <param name="call">What to send.</param>
    /// <param name="authorization">The credentials; null for public calls.</param>
    /// <param name="started">The timestamp from which the whole time limit counts. Keeping to the limit is the caller's, by the token.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<MerchantAnswer> SendAsync(
        MerchantCall call, AuthenticationHeaderValue? authorization, long started, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        try
        {
            context.Properties.Set(MerchantResilience.Progress, new CallProgress(call, started));
            var pipeline = call.IsAside ? MerchantResilience.Aside : _pipeline;
            return await pipeline.ExecuteAsync(
                static (context, state) => new ValueTask<MerchantAnswer>(state.Self.TryAsync(state.Call, state.Authorization, context.CancellationToken)),
                context,
                (Self: this, Call: call, Authorization: authorization)).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<MerchantAnswer> TryAsync(MerchantCall call, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        try
        {
            var answer = await ExchangeAsync(call, authorization, cancellationToken).ConfigureAwait(false);
            logger.Answered(call.Method, call.Shape, (int)answer.Status, clock.GetElapsedTime(started));
            return answer;
        }
        catch (Exception e)
        {
            logger.NotAnswered(call.Method, call.Shape, e.GetType(), clock.GetElapsedTime(started));
            throw;
        }
    }

    private async Task<MerchantAnswer> ExchangeAsync(MerchantCall call, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        // A fresh client for every try lets the factory rotate the handlers beneath this singleton.
        using var client = clients.CreateClient(TalerMerchantDefaults.HttpClientName);
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.Authorization = null;
        using var request = new HttpRequestMessage(call.Method, new Uri(baseUrl, call.Path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Authorization = authorization;
        if (call.Body is { } body)
            request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        string?[] secrets = [authorization?.Parameter, options.Password, call.Secret];
        return await MerchantAnswer.ReadAsync(response, clock, secrets, cancellationToken).ConfigureAwait(false);
    }
}
