using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Taler.Merchant.Tests.Hosting;

public sealed class DiagnosticsTests
{
    [Fact]
    public async Task Every_try_is_a_debug_line_with_the_shape_of_its_path()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Abort, Answers.Error(404, TalerErrorCodes.OrderUnknown));
        await using var host = MerchantHost.Of(backend);

        await host.Client.GetOrderStatusAsync(Orders.Id, Orders.Session);

        var lines = host.Log.Lines.Where(line => line.Category.StartsWith("Taler.", StringComparison.Ordinal)).ToList();
        Assert.All(lines, line => Assert.Equal(LogLevel.Debug, line.Level));
        Assert.Equal(2, lines.Count);
        Assert.StartsWith("GET private/orders/$ORDER_ID had no answer (HttpRequestException) after ", lines[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("GET private/orders/$ORDER_ID answered 404 in ", lines[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_call_is_measured_once_by_operation_and_kind_of_failure()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Html(503), Orders.Paid, Answers.Error(404, TalerErrorCodes.InstanceUnknown), Answers.Html(200));
        await using var host = MerchantHost.Of(backend);
        var measured = new ConcurrentQueue<(string? Unit, string Tags)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == TalerMerchantDefaults.DurationInstrumentName && instrument.Meter.Scope == host.Services.GetRequiredService<IMeterFactory>())
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) =>
        {
            var text = new List<string>();
            foreach (var (key, value) in tags)
                text.Add($"{key}={value}");
            measured.Enqueue((instrument.Unit, string.Join(", ", text)));
        });
        listener.Start();

        await host.Client.GetOrderStatusAsync(Orders.Id, Orders.Session);
        await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetOrderStatusAsync(Orders.Id));
        await Assert.ThrowsAsync<TalerMerchantException>(() => host.Client.GetConfigAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Client.GetConfigAsync(new CancellationToken(canceled: true)));

        Assert.Equal(
            [
                ("s", "operation=GET private/orders/$ORDER_ID"),
                ("s", "operation=GET private/orders/$ORDER_ID, error.type=refused"),
                ("s", "operation=GET config, error.type=invalid_answer"),
                ("s", "operation=GET config, error.type=cancelled"),
            ],
            measured);
    }

    [Fact]
    public async Task No_secret_is_in_any_exception_log_or_activity()
    {
        const string password = "SECRETpassword";
        const string fetched = "secret-token:SECRETfetched";
        var session = SessionId.Parse("SECRETsession");
        var trace = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name != "Microsoft.AspNetCore", // the backend's own
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => trace.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Baggage)}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using var backend = await ScriptedBackend.StartAsync();
        await using var withToken = MerchantHost.Of(backend, options => options.AccessToken = "secret-token:SECRETfixed");
        await using var withPassword = MerchantHost.Of(backend, options => (options.AccessToken, options.Password) = (null, password));
        var echo = "SECRETsession SECRETpassword secret-token:SECRETfetched secret-token:SECRETfixed SECRETclaim";
        ScriptedAnswer[] bad =
        [
            Answers.Error(400, 26, echo),
            Answers.Text(200, "text/html", echo),
            Answers.Json($$"""{"{{echo}}":1,"order_status":"{{echo}}","taler_pay_uri":"taler://pay/x/y/SECRETsession?c=SECRETclaim","order_id":"{{echo}}"}"""),
            Answers.Json($$"""{"order_id":"2026.029-02M2JNJ2TGA2P","token":"SECRET claim"}"""),
            Answers.Redirect(302, "https://backend.example/?token=SECRETclaim&session_id=SECRETsession"),
            Answers.CutAfter(5, echo),
        ];
        Func<ITalerMerchantClient, Task>[] calls =
        [
            client => client.GetOrderStatusAsync(Orders.Id, session),
            client => client.WaitForPaymentAsync(Orders.Id, session, TimeSpan.Zero),
            client => client.GetSessionStatusAsync(session, "https://shop.example/"),
            client => client.CreateOrderAsync(Orders.Request() with { SessionId = session }),
            client => client.ListOrdersAsync(new ListOrdersRequest { SessionId = session }),
        ];

        var seen = new List<string>();
        foreach (var answer in bad)
        {
            foreach (var call in calls)
            {
                foreach (var host in new[] { withToken, withPassword })
                {
                    backend.AfterTheScript = context => context.Request.Path.Value!.EndsWith("/token", StringComparison.Ordinal)
                        ? Answers.Json($$"""{"access_token":"{{fetched}}"}""")(context)
                        : answer(context);
                    if (await Record.ExceptionAsync(() => call(host.Client)) is { } e)
                        seen.Add(e.ToString());
                }
            }
        }
        await using var refused = MerchantHost.Of(backend, options => (options.AccessToken, options.Password) = (null, password));
        backend.AfterTheScript = Answers.Error(401, 40, echo);
        seen.Add((await Assert.ThrowsAsync<TalerMerchantException>(() => calls[0](refused.Client))).ToString());
        seen.AddRange(new[] { withToken, withPassword, refused }.SelectMany(host => host.Log.Lines).Select(line => line.ToString()));

        Assert.True(seen.Count(text => text.StartsWith(typeof(TalerMerchantException).FullName!, StringComparison.Ordinal)) > bad.Length * calls.Length);
        Assert.Contains(backend.Requests, request => request.Target.Contains("SECRETsession", StringComparison.Ordinal));
        Assert.Contains(trace, line => line.StartsWith("GET sessions/$SESSION_ID", StringComparison.Ordinal));
        Assert.All(seen, text => Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal));
        Assert.All(trace, line => Assert.DoesNotContain("SECRET", line, StringComparison.Ordinal));
    }
}
