using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Taler.Paywall.FunctionalTests.Secrets;

/// <summary>How an application can tell a secret.</summary>
/// <param name="Found">The channel in which it must be found.</param>
/// <param name="LeakAsync">Tells it.</param>
internal sealed record Leak(string Found, Func<HttpContext, string, Task> LeakAsync);

/// <summary>One for every place in every channel.</summary>
internal static class Leaks
{
    private static readonly ActivitySource Source = new("Leaks");
    private static readonly Meter Meter = new("Leaks");
    private static readonly Counter<long> Counter = Meter.CreateCounter<long>("leaks");

    public static IReadOnlyDictionary<string, Leak> All { get; } = new Dictionary<string, Leak>(StringComparer.Ordinal)
    {
        ["log sentence"] = Log((logger, secret) => Write(logger, secret)),
        ["log at the level Trace"] = Log((logger, secret) => Write(logger, secret, level: LogLevel.Trace)),
        ["log value"] = Log((logger, secret) => Write(logger, state: [new("value", secret)])),
        ["log scope"] = Log((logger, secret) =>
        {
            using (logger.BeginScope(new KeyValuePair<string, object?>[] { new("value", secret) }))
                Write(logger);
        }),
        ["logged exception"] = Log((logger, secret) => Write(logger, exception: new InvalidOperationException(secret))),
        ["logged inner exception"] = Log((logger, secret) => Write(
            logger, exception: new AggregateException("several", new InvalidOperationException(), new InvalidOperationException(secret)))),
        ["data of a logged inner exception"] = Log((logger, secret) => Write(
            logger, exception: new InvalidOperationException("outer", new InvalidOperationException { Data = { ["value"] = secret } }))),
        ["activity name"] = Trace((activity, secret) => activity.DisplayName = secret),
        ["activity tag"] = Trace((activity, secret) => activity.SetTag("value", secret)),
        ["activity event"] = Trace((activity, secret) => activity.AddEvent(new ActivityEvent("event", tags: new ActivityTagsCollection { ["value"] = secret }))),
        ["activity link"] = Trace((activity, secret) => activity.AddLink(new ActivityLink(default, new ActivityTagsCollection { ["value"] = secret }))),
        ["activity baggage"] = Trace((activity, secret) => activity.SetBaggage("value", secret)),
        ["activity status"] = Trace((activity, secret) => activity.SetStatus(ActivityStatusCode.Error, secret)),
        ["tag of a measurement"] = new("metric", (_, secret) =>
        {
            Counter.Add(1, new KeyValuePair<string, object?>("value", secret));
            return Task.CompletedTask;
        }),
        ["exception caught at once"] = new("exception", (_, secret) =>
        {
            Swallow(secret);
            return Task.CompletedTask;
        }),
        ["exception that escapes"] = new("log", (_, secret) => throw new InvalidOperationException(secret)),
        ["header"] = new("header", (context, secret) =>
        {
            context.Response.Headers["Leak"] = secret;
            return Task.CompletedTask;
        }),
        ["redirect to the site"] = Redirect("/essays/maps?order="),
        ["redirect to elsewhere"] = Redirect("https://elsewhere.example/orders/1?session_id="),
        ["body by its writer"] = new("body", (context, secret) => context.Response.WriteAsync(secret)),
        ["body by its stream"] = new("body", (context, secret) => context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(secret)).AsTask()),
        ["body, escaped as in JSON"] = new("body", (context, secret) => context.Response.WriteAsync($"\"\\u{(int)secret[0]:x4}{secret[1..]}\"")),
        ["body, escaped as in HTML"] = new("body", (context, secret) => context.Response.WriteAsync($"&#{(int)secret[0]};{secret[1..]}")),
    };

    private static Leak Log(Action<ILogger, string> leak) => new("log", (context, secret) =>
    {
        leak(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Leaks"), secret);
        return Task.CompletedTask;
    });

    private static Leak Trace(Action<Activity, string> leak) => new("trace", (_, secret) =>
    {
        using var activity = Source.StartActivity("leak");
        leak(activity!, secret);
        return Task.CompletedTask;
    });

    private static Leak Redirect(string start) => new("header", (context, secret) =>
    {
        context.Response.Redirect(start + secret);
        return Task.CompletedTask;
    });

    private static void Write(
        ILogger logger, string sentence = "A sentence.", KeyValuePair<string, object?>[]? state = null, Exception? exception = null, LogLevel level = LogLevel.Debug)
    {
        state ??= [];
        logger.Log(level, default, state, exception, (_, _) => sentence);
    }

    private static void Swallow(string secret)
    {
        try
        {
            throw new InvalidOperationException("outer", new InvalidOperationException(secret));
        }
        catch (InvalidOperationException)
        {
            // It was thrown, which is enough for whoever listens.
        }
    }
}
