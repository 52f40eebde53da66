using System.Net.Security;
using System.Text;
using Taler.Paywall.Testing.Corpus;

namespace Taler.Paywall.Testing.Wire;

/// <summary>HTTP/1.1 on a socket.</summary>
internal sealed class Http1Wire(ServerAddress server, Limits limits) : IWire
{
    private Stream? _stream;

    public async Task<Answer> SendAsync(AuditCase request, CancellationToken cancellationToken)
    {
        var bytes = Encoding.Latin1.GetBytes(Text(request));
        var isUsed = _stream is not null;
        var answer = await TryAsync(request, bytes, cancellationToken);
        // A server may have closed a connection that was used before, and has then not seen the request.
        return answer ?? (isUsed ? await TryAsync(request, bytes, cancellationToken) : null) ?? Answer.None;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stream is not null)
            await _stream.DisposeAsync();
        _stream = null;
    }

    /// <summary>The request as it goes out.</summary>
    public string Text(AuditCase request)
    {
        var line = $"{request.Method} {request.RequestTarget} {request.Version}".TrimEnd(request.Version.Length == 0 ? ' ' : '\n');
        var text = new StringBuilder(line).Append(request.LineEnd);
        if (request.Host is not null)
            text.Append("Host: ").Append(request.Host).Append(request.LineEnd);
        foreach (var (name, value) in request.Headers)
            text.Append(name).Append(": ").Append(value).Append(request.LineEnd);
        if (request.EndsConnection && request.Behind.Length == 0)
            text.Append("Connection: close").Append(request.LineEnd);
        return text.Append(request.LineEnd).Append(request.Body).Append(request.Behind).Replace(AuditCase.Own, server.Authority).ToString();
    }

    /// <returns>Null: the server closed the connection before it said anything.</returns>
    private async Task<Answer?> TryAsync(AuditCase request, byte[] bytes, CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(limits.Time);
        _stream ??= await limits.ConnectAsync(token => server.ConnectAsync(SslApplicationProtocol.Http11, token), time.Token, cancellationToken);
        var reader = new Http1Reader(_stream);
        var isCut = false;
        try
        {
            await WriteAsync(bytes, time.Token);
            await reader.ReadAsync(request.Method != "HEAD", request.Behind.Length > 0 ? 2 : 1, time.Token);
        }
        catch (IOException)
        {
            // The server reset the connection; what it said before counts.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            isCut = true;
        }
        if (!reader.IsComplete || request.EndsConnection)
            await DisposeAsync();
        return reader.HasBytes || isCut ? reader.Answer with { IsCut = isCut, Asked = request.RequestTarget } : null;
    }

    /// <summary>A server may answer, and close, before it has read everything; its answer can still be read then.</summary>
    private async Task WriteAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await _stream!.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException)
        {
        }
    }
}
