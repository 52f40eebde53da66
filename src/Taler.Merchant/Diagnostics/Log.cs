using Microsoft.Extensions.Logging;

namespace Taler.Merchant.Diagnostics;

/// <summary>All lines of the log. Paths are shapes: no ID and no secret.</summary>
internal static partial class Log
{
    public static void Answered(this ILogger logger, HttpMethod method, string shape, int status, TimeSpan duration)
    {
        if (logger.IsEnabled(LogLevel.Debug))
            Answered(logger, method.Method, shape, status, duration.TotalMilliseconds);
    }

    public static void NotAnswered(this ILogger logger, HttpMethod method, string shape, Type reason, TimeSpan duration)
    {
        if (logger.IsEnabled(LogLevel.Debug))
            NotAnswered(logger, method.Method, shape, reason.Name, duration.TotalMilliseconds);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The merchant backend fails too often, the last time so: {LastFailure}. The circuit is open and calls are refused here for {BreakSeconds} s")]
    public static partial void CircuitOpened(this ILogger logger, string lastFailure, double breakSeconds);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "The merchant backend answers again: the circuit is closed")]
    public static partial void CircuitClosed(this ILogger logger);

    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, SkipEnabledCheck = true, Message = "{Method} {PathShape} answered {Status} in {DurationMs:0.0} ms")]
    private static partial void Answered(ILogger logger, string method, string pathShape, int status, double durationMs);

    [LoggerMessage(EventId = 4, Level = LogLevel.Debug, SkipEnabledCheck = true, Message = "{Method} {PathShape} had no answer ({Reason}) after {DurationMs:0.0} ms")]
    private static partial void NotAnswered(ILogger logger, string method, string pathShape, string reason, double durationMs);
}
