using System.Globalization;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;
using Taler.Merchant.Diagnostics;

namespace Taler.Merchant.Http;

/// <summary>A call on its way through the pipeline.</summary>
internal sealed record CallProgress(MerchantCall Call, long Started);

/// <summary>When a call is tried again, when the backend is left alone, and how long a try may take.</summary>
internal static class MerchantResilience
{
    public const int MaxTries = 4;

    public const int TriesBeforeCircuitOpens = 10;

    public static readonly ResiliencePropertyKey<CallProgress> Progress = new("Taler.Merchant.Call");

    public static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    public static readonly TimeSpan CircuitSampling = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan CircuitBreak = TimeSpan.FromSeconds(5);

    /// <summary>What a wait has at least on top of itself: the way there and back, and a backend that looks at the clock late.</summary>
    public static readonly TimeSpan WaitGrace = TimeSpan.FromSeconds(10);

    private const double CircuitFailureRatio = 0.5;

    /// <summary>
    /// For calls that stand aside. The time of a wait says nothing of the backend's health, and one that probes an open circuit would keep all
    /// other calls out until it ends.
    /// </summary>
    public static ResiliencePipeline<MerchantAnswer> Aside => ResiliencePipeline<MerchantAnswer>.Empty;

    /// <summary>The time limit of a call with all its tries.</summary>
    public static TimeSpan LimitOf(MerchantCall call, TimeSpan timeout) =>
        call.Wait is not { } wait ? timeout
        : timeout > WaitGrace ? wait + timeout
        : wait + WaitGrace;

    public static ResiliencePipeline<MerchantAnswer> Build(TimeSpan timeout, TimeProvider clock, ILogger logger) =>
        new ResiliencePipelineBuilder<MerchantAnswer> { TimeProvider = clock }
            .AddRetry(Retries(timeout, clock))
            .AddCircuitBreaker(Circuit(logger))
            .AddTimeout(TryLimit(timeout))
            .Build();

    private static RetryStrategyOptions<MerchantAnswer> Retries(TimeSpan timeout, TimeProvider clock) => new()
    {
        MaxRetryAttempts = MaxTries - 1,
        Delay = FirstDelay,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = args =>
        {
            var (call, started) = ProgressOf(args.Context);
            var remaining = timeout - clock.GetElapsedTime(started);
            return ValueTask.FromResult(call.IsRepeatable && IsWorthAnotherTry(args.Outcome, remaining));
        },

        // Null leaves the delay to backoff and jitter.
        DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?.RetryAfter),
    };

    private static CircuitBreakerStrategyOptions<MerchantAnswer> Circuit(ILogger logger) => new()
    {
        FailureRatio = CircuitFailureRatio,
        MinimumThroughput = TriesBeforeCircuitOpens,
        SamplingDuration = CircuitSampling,
        BreakDuration = CircuitBreak,
        ShouldHandle = args => ValueTask.FromResult(IsBroken(args.Outcome.Exception) || args.Outcome.Result is { IsFailure: true }),
        OnOpened = args =>
        {
            logger.CircuitOpened(Name(args.Outcome), args.BreakDuration.TotalSeconds);
            return ValueTask.CompletedTask;
        },
        OnClosed = _ =>
        {
            logger.CircuitClosed();
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>What the operator has to look for. Calls that run together may all end at the open circuit, so this line has to say it.</summary>
    private static string Name(Outcome<MerchantAnswer> failure) => failure switch
    {
        { Result.Status: var status } => string.Create(CultureInfo.InvariantCulture, $"status {(int)status}"),
        { Exception: TimeoutRejectedException } => "no answer within the time limit",
        { Exception: HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error } } => $"no connection ({error})",
        _ => "the connection broke",
    };

    /// <summary>Half the time for a try leaves room for another; a call that gets no other has it all.</summary>
    private static TimeoutStrategyOptions TryLimit(TimeSpan timeout) => new()
    {
        TimeoutGenerator = args => ValueTask.FromResult(ProgressOf(args.Context).Call.IsRepeatable ? timeout / 2 : timeout),
    };

    private static CallProgress ProgressOf(ResilienceContext context) => context.Properties.GetValue(Progress, null!);

    /// <summary>A backend that asks for more patience than is left is not asked again.</summary>
    private static bool IsWorthAnotherTry(Outcome<MerchantAnswer> outcome, TimeSpan remaining) =>
        IsBroken(outcome.Exception)
        || (outcome.Result is { IsTrouble: true } answer && (answer.RetryAfter is not { } wanted || wanted < remaining));

    /// <summary>A cancelled caller is no fault of the backend, and an open circuit is no try.</summary>
    private static bool IsBroken(Exception? exception) => exception is HttpRequestException or IOException or TimeoutRejectedException;
}
