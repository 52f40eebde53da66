using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Logging;
using Taler.Paywall.Testing.Corpus;
using Taler.Paywall.Testing.Tests.Site;

namespace Taler.Paywall.Testing.Tests;

/// <summary>Answers as servers give them: encrypted, compressed, endless.</summary>
public sealed class WireTests
{
    [Theory]
    [InlineData(Wires.Http1)]
    [InlineData(Wires.Http2)]
    public async Task Of_an_answer_that_never_ends_what_came_until_the_time_was_up_counts(object kind)
    {
        var isSent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await Listening.StartAsync(_ => { }, app => app.Run(async context =>
        {
            await context.Response.WriteAsync("data: " + Shop.Sold);
            await context.Response.Body.FlushAsync();
            isSent.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }));
        await using var wire = app.Door((Wires)kind, TimeSpan.FromSeconds(2)).Open();

        var answer = await wire.SendAsync(new AuditCase("endless", "GET", "/"), TestContext.Current.CancellationToken);

        Assert.True(isSent.Task.IsCompletedSuccessfully);
        Assert.True(answer is { IsCut: true, Status: 200 });
        Assert.Contains(Shop.Sold, answer.Body);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_compressed_answer_hides_nothing(string coding)
    {
        await using var app = await Listening.StartAsync(
            builder => builder.Services.AddResponseCompression(options => options.MimeTypes = ResponseCompressionDefaults.MimeTypes),
            app =>
            {
                app.UseResponseCompression();
                app.Run(context => context.Request.Headers.AcceptEncoding == coding
                    ? context.Response.WriteAsync(string.Concat(Enumerable.Repeat(Shop.Sold + " ", 50)))
                    : Shop.AskToPay(context));
            });

        var found = await Assert.ThrowsAsync<PaywallAuditException>(() => app.AuditAsync(options => options.Sold.Add("/a", Shop.Sold)));

        Assert.Contains(found.Report.Leaks, leak => leak.Case == "encoding: " + coding && leak.Reason == "the marker stands in the body");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Over_https_both_protocols_share_an_address(bool trustsAnyCertificate)
    {
        await using var app = await OpenEncryptedAsync();
        Task<PaywallAuditReport> AuditAsync() => PaywallAudit.RunAsync(
            new Uri(app.Urls.First()),
            options =>
            {
                options.Sold.Add("/a", Shop.Sold);
                options.TrustAnyCertificate = trustsAnyCertificate;
            },
            TestContext.Current.CancellationToken);

        if (!trustsAnyCertificate)
        {
            Assert.Contains("Nobody answers", (await Assert.ThrowsAsync<PaywallAuditException>(AuditAsync)).Message);
            return;
        }
        var report = await AuditAsync();

        Assert.True(Assert.Single(report.Counts) is { Http1: >= 500, Http2: >= 500, Gated: >= 500 }, report.ToString());
        Assert.DoesNotContain(report.Remarks, remark => remark.Contains("does not speak"));
    }

    private static async Task<WebApplication> OpenEncryptedAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Certificate())));
        var app = builder.Build();
        app.Run(Shop.AskToPay);
        await app.StartAsync();
        return app;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=nobody", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }
}
