using Taler.Paywall.Testing.Corpus;

namespace Taler.Paywall.Testing.Wire;

/// <summary>HTTP/2, written frame by frame, so that paths, methods and headers go out as they are: by agreement on http, by ALPN on https.</summary>
internal sealed class Http2Wire(ServerAddress server, Limits limits) : IWire
{
    private Http2Connection? _connection;

    public async Task<Answer> SendAsync(AuditCase request, CancellationToken cancellationToken)
    {
        var isUsed = _connection is not null;
        var answer = await TryAsync(request, cancellationToken);
        // A server may have closed a connection that was used before, and has then not seen the request.
        return answer ?? (isUsed ? await TryAsync(request, cancellationToken) : null) ?? Answer.None;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _connection = null;
    }

    /// <returns>Null: the server closed the connection before it said anything about the request.</returns>
    private async Task<Answer?> TryAsync(AuditCase request, CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(limits.Time);
        var exchange = new Http2Exchange();
        var isCut = false;
        _connection ??= await limits.ConnectAsync(token => Http2Connection.OpenAsync(server, token), time.Token, cancellationToken);
        try
        {
            await _connection.ExchangeAsync(Block(request), request.Body, request.Protocol is not null, exchange, time.Token);
        }
        catch (IOException)
        {
            // The server closed the connection; what it said before counts.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            isCut = true;
        }
        if (!_connection.IsOpen)
            await DisposeAsync();
        return exchange.HasFrames || isCut ? exchange.Answer with { IsCut = isCut, Asked = request.RequestTarget } : null;
    }

    private byte[] Block(AuditCase request)
    {
        using var block = new MemoryStream();
        Hpack.Write(block, ":method", request.Method);
        if (request.Protocol is not null)
            Hpack.Write(block, ":protocol", request.Protocol);
        // A plain CONNECT names an authority and nothing else.
        if (request.Method != "CONNECT" || request.Protocol is not null)
        {
            Hpack.Write(block, ":scheme", server.Uri.Scheme);
            Hpack.Write(block, ":path", OwnIn(request.RequestTarget));
        }
        if (request.Host is not null)
            Hpack.Write(block, ":authority", OwnIn(request.Host));
        foreach (var (name, value) in request.Headers)
            Hpack.Write(block, name.ToLowerInvariant(), OwnIn(value));
        return block.ToArray();
    }

    private string OwnIn(string text) => text.Replace(AuditCase.Own, server.Authority, StringComparison.Ordinal);
}
