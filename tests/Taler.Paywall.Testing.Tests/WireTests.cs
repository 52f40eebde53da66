using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Logging;
using Taler.Paywall.Testing.Tests.Site;

namespace Taler.Paywall.Testing.Tests;

/// <summary>Answers as servers give them: encrypted, compressed, endless.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task An_answer_that_never_ends_is_read_until_the_time_is_up()
    {
        await using var app = await Leaky.OpenAsync(Leaky.IsSold, before: app => app.Use(async (context, next) =>
        {
            if (context.Request.Path.Value != "/ESSAYS/KISS")
            {
                await next(context);
                return;
            }
            await context.Response.WriteAsync("data: " + Shop.Sold);
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }));

        var found = await Assert.ThrowsAsync<PaywallAuditException>(() => app.AuditAsync(options =>
        {
            options.Sold.Add(Leaky.Path, Shop.Sold);
            options.RequestTimeout = TimeSpan.FromMilliseconds(300);
        }));

        Assert.Contains(found.Report.Leaks, leak => leak is { Case: "capitals", Protocol: "HTTP/1.1" });
        Assert.Contains(found.Report.Leaks, leak => leak is { Case: "capitals", Protocol: "HTTP/2" });
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
                app.Run(context =>
                {
                    if (context.Request.Headers.AcceptEncoding == coding)
                        return context.Response.WriteAsync(string.Concat(Enumerable.Repeat(Shop.Sold + " ", 50)));
                    context.Response.StatusCode = StatusCodes.Status402PaymentRequired;
                    return Task.CompletedTask;
                });
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
        Assert.Empty(report.Remarks);
    }

    private static async Task<WebApplication> OpenEncryptedAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Certificate())));
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status402PaymentRequired;
            return Task.CompletedTask;
        });
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
